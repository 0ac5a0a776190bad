pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// Asks whether somebody is still there, counting down to the end of the visit.
Item {
    id: root
    objectName: "timeout"
    Accessible.role: Accessible.Dialog
    Accessible.name: heading.text

    Rectangle { anchors.fill: parent; color: Theme.scrim; opacity: 0.78 }
    MouseArea { anchors.fill: parent }
    Panel {
        anchors { centerIn: parent; verticalCenterOffset: Shell.reach && root.height > root.width ? root.height / 6 : 0 }
        width: Math.min(parent.width - 120, 900)
        height: column.implicitHeight + 120
        border { width: Theme.elder ? 6 : 0; color: Theme.ink }
        ColumnLayout {
            id: column
            anchors { left: parent.left; right: parent.right; margins: 64; verticalCenter: parent.verticalCenter }
            spacing: 30
            ProgressRing {
                Layout.alignment: Qt.AlignHCenter
                Layout.preferredWidth: 220
                Layout.preferredHeight: 220
                progress: Shell.remaining / Math.max(1, Shell.answerTime)
                Text {
                    objectName: "countdown"
                    anchors.centerIn: parent
                    text: Shell.remaining
                    font { family: Theme.sans; pixelSize: 92; weight: Font.Bold }
                    color: Theme.accent
                }
            }
            Heading {
                id: heading
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("您还在吗？")
                font.pixelSize: Theme.display
            }
            Paragraph {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("倒计时结束后会自动退出，屏幕上的内容会清除。")
                color: Theme.muted
            }
            RowLayout {
                Layout.fillWidth: true
                Layout.topMargin: 8
                spacing: Theme.gap
                uniformCellSizes: true
                KioskButton {
                    objectName: "timeout_leave"
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    look: KioskButton.Quiet
                    symbol: "log-out"
                    text: qsTr("结束退出")
                    onClicked: Shell.answer("leave")
                }
                KioskButton {
                    objectName: "timeout_stay"
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    text: qsTr("我还在")
                    onClicked: Shell.stay()
                }
            }
        }
    }
}
