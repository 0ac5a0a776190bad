pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// A keypad for a PIN, which stays hidden, or for a code that was sent.
KioskPage {
    id: root
    property string digits
    readonly property bool sent: page.way === "code"
    readonly property string problem: digits === "" ? Theme.say(page.problem) : ""
    heading: sent ? qsTr("输入短信验证码") : qsTr("输入服务密码")
    lead: sent ? qsTr("%1 位数字，已发到 %2。").arg(page.length).arg(page.sent_to)
        : qsTr("%1 位数字。输入时请注意遮挡。").arg(page.length)
    onRenewed: digits = ""

    Panel {
        Layout.fillWidth: true
        Layout.fillHeight: true
        implicitHeight: inner.implicitHeight + 72
        ColumnLayout {
            id: inner
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: 48; rightMargin: 48 }
            spacing: 30
            CodeBoxes {
                objectName: "code"
                Layout.alignment: Qt.AlignHCenter
                Layout.preferredWidth: Math.min(root.wide ? 820 : 880, parent.width)
                Layout.preferredHeight: box * 1.16
                digits: root.digits
                length: root.page.length
                secret: !root.sent
                wrong: root.problem !== ""
            }
            Banner {
                Layout.fillWidth: true
                mood: Banner.Problem
                text: root.problem
            }
        }
    }
    Keypad {
        Layout.fillWidth: true
        flat: root.wide
        keyHeight: root.wide ? 112 : root.lowered ? 100 : Theme.elder ? 106 : 124
        onTyped: digit => { if (root.digits.length < root.page.length) root.digits += digit; }
        onErased: root.digits = root.digits.slice(0, -1)
        onCleared: root.digits = ""
    }
    actions: [
        KioskButton {
            objectName: "action_retry"
            visible: root.sent
            Layout.fillWidth: true
            Layout.fillHeight: true
            look: KioskButton.Quiet
            symbol: "refresh-cw"
            text: qsTr("重新发送")
            onClicked: Shell.answer("retry")
        },
        KioskButton {
            objectName: "action_fill"
            Layout.fillWidth: true
            Layout.fillHeight: true
            enabled: root.digits.length === root.page.length
            text: qsTr("确认验证")
            onClicked: Shell.fill({ code: root.digits })
        }
    ]
}
