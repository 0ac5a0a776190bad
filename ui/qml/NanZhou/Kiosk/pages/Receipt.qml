pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// The application is in: its number, when it will be done, and how to follow it.
KioskPage {
    id: root
    heading: qsTr("提交成功")
    lead: Theme.say(page.state)

    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: inner.implicitHeight + 60
        ColumnLayout {
            id: inner
            anchors { fill: parent; leftMargin: 48; rightMargin: 48; topMargin: 30; bottomMargin: 30 }
            spacing: 14
            Item { Layout.fillHeight: true }
            Rectangle {
                visible: !root.wide
                Layout.alignment: Qt.AlignHCenter
                implicitWidth: 168
                implicitHeight: implicitWidth
                radius: width / 2
                color: Theme.good
                Icon { anchors.centerIn: parent; name: "check"; side: Math.round(parent.width * 0.6); color: Theme.white }
            }
            Paragraph {
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: qsTr("受理编号")
                color: Theme.muted
            }
            Text {
                objectName: "receipt_number"
                Layout.fillWidth: true
                horizontalAlignment: Text.AlignHCenter
                text: root.page.number
                font { family: Theme.sans; pixelSize: Theme.figure; weight: Font.Bold; letterSpacing: 2 }
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: 44
                color: Theme.ink
            }
            Item { Layout.fillHeight: true }
            Rectangle { Layout.fillWidth: true; implicitHeight: 2; color: Theme.line }
            Item { Layout.fillHeight: true }
            Point {
                Layout.fillWidth: true
                symbol: "calendar-check"
                tint: Theme.good
                heading: qsTr("什么时候办好")
                sentence: Theme.say(root.page.promise)
            }
            Item { Layout.fillHeight: true }
            Point {
                Layout.fillWidth: true
                symbol: "search"
                tint: Theme.good
                heading: qsTr("怎么查进度")
                sentence: qsTr("凭受理编号或身份证到人工窗口查询。")
            }
            Item { Layout.fillHeight: true }
        }
    }
    actions: KioskButton {
        objectName: "action_next"
        Layout.fillWidth: true
        Layout.fillHeight: true
        text: qsTr("记下了，继续")
        onClicked: Shell.answer("next")
    }
}
