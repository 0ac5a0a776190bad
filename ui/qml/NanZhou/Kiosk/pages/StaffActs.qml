pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// Acts of which nobody knows what became of them; a person looks and decides.
KioskPage {
    id: root
    heading: qsTr("结果不明的单")
    lead: page.acts.length ? qsTr("先看设备和出口，再说结果。机器自己不会再做一次。") : qsTr("没有需要查的单。")

    Repeater {
        model: root.page.acts
        Panel {
            id: sheet
            required property var modelData
            Layout.fillWidth: true
            implicitHeight: act.implicitHeight + 64
            ColumnLayout {
                id: act
                anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: 36 }
                spacing: 12
                Paragraph {
                    Layout.fillWidth: true
                    text: Theme.say(sheet.modelData.what) + " · " + Theme.say(sheet.modelData.device) + " · " + sheet.modelData.begun
                    font { pixelSize: Theme.label; weight: Font.Bold }
                }
                Paragraph {
                    Layout.fillWidth: true
                    wrapMode: Text.WrapAtWordBoundaryOrAnywhere
                    text: sheet.modelData.order
                    color: Theme.muted
                }
                RowLayout {
                    Layout.fillWidth: true
                    spacing: 20
                    uniformCellSizes: true
                    KioskButton {
                        objectName: "choose_not-done:" + sheet.modelData.order
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        look: KioskButton.Quiet
                        symbol: "x"
                        text: qsTr("看过，没做成")
                        onClicked: Shell.answer("choose", "not-done:" + sheet.modelData.order)
                    }
                    KioskButton {
                        objectName: "choose_done:" + sheet.modelData.order
                        Layout.fillWidth: true
                        Layout.fillHeight: true
                        look: KioskButton.Quiet
                        symbol: "check"
                        text: qsTr("看过，做成了")
                        onClicked: Shell.answer("choose", "done:" + sheet.modelData.order)
                    }
                }
            }
        }
    }
    Item { Layout.fillHeight: true }
}
